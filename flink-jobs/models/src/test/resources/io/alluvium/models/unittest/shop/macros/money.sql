{% macro currency() %}EUR{% endmacro %}
