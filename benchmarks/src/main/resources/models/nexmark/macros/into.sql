{# Where a query's result goes. Without a key it only adds rows. #}
{% macro into(query, key, changes) %}
{{ config(job=query, enabled=(var('query') == query)) }}
{% if var('into') == 'blackhole' %}
{{ config(materialized='push', connector='blackhole', unique_key=key) }}
{% elif changes %}
{{ config(materialized='table', unique_key=key, table_options={'write.mode': 'copy-on-write'}) }}
{% else %}
{{ config(materialized='incremental') }}
{% endif %}
{% endmacro %}
