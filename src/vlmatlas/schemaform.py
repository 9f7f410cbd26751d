"""How the records become JSON Schema: where pydantic is vague, say it as the standard does."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

_KEYWORDS = {"gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}


class SchemaForm(GenerateJsonSchema):
    """Mappings refuse keys of another form, and bounds bind behind a validator too."""

    def generate(
        self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation"
    ) -> JsonSchemaValue:
        found: JsonSchemaValue = _rename(super().generate(schema, mode))
        return {"$schema": self.schema_dialect, **found}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        found = super().dict_schema(schema)
        for pattern, values in found.pop("patternProperties", {}).items():
            found["propertyNames"] = {"pattern": pattern}
            found["additionalProperties"] = values
        return found


def _rename(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_rename(item) for item in schema]
    if isinstance(schema, dict):
        return {_KEYWORDS.get(key, key): _rename(value) for key, value in schema.items()}
    return schema
