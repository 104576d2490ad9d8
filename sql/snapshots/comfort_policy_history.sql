{% snapshot comfort_policy_history %}
{{ config(
    strategy='check',
    unique_key='primary_usage',
    updated_at='valid_from',
    check_cols=['base_temperature', 'comfort_low', 'comfort_high', 'is_deleted']
) }}
SELECT primary_usage, base_temperature, comfort_low, comfort_high, is_deleted, valid_from
FROM {{ ref('int_comfort_policy_change') }}
{% endsnapshot %}
