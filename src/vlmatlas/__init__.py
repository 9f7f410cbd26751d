"""VLM Atlas: a bilingual catalogue of vision-language models."""
