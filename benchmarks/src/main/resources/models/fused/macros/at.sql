{# Reads one version of a table and no more, so that the job ends. #}
{% macro at(version) %}{% if version %} /*+ OPTIONS('scan.version' = '{{ version }}') */{% endif %}{% endmacro %}
