package io.alluvium.demo.fleet;

/**
 * A building as the operational database holds it; what is unknown is null.
 *
 * @param name unique
 * @param station that serves it
 * @param yearBuilt where {@code built} is a plain year
 * @param built as the owner tells it, such as {@code 1754-1756}
 */
public record Building(
    String name,
    String primaryUsage,
    String industry,
    String subindustry,
    String station,
    Double floorAreaM2,
    Double floorAreaFt2,
    String timeZone,
    Integer yearBuilt,
    String built,
    Integer floors,
    Integer occupants,
    String heatingType,
    String rating,
    Integer energyStarScore) {}
