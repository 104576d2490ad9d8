{# The job of a model. #}
{% macro job(name) %}{{ config(job=('all' if var('together') == 'yes' else name)) }}{% endmacro %}
