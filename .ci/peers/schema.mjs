// Holds one YAML or JSON file against a JSON schema (draft-07) and lists what is wrong with it.
// Usage: node schema.mjs SCHEMA FILE
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const [schemaPath, path] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));

// The Compose specification writes the name of draft-07 with https; ajv knows it only by its real name.
schema.$schema = schema.$schema.replace(/^https:(.*schema)#?$/, 'http:$1#');

// Grafana's schema is generated, and its generator writes "anything" as "an object":
// taken at its word it would refuse the strings and numbers every field override is made of.
const { MatcherConfig, DynamicConfigValue } = schema.definitions ?? {};
if (MatcherConfig) MatcherConfig.properties.options = {};
if (DynamicConfigValue) DynamicConfigValue.properties.value = {};

const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
const validate = ajv.compile(schema);
if (!validate(parse(readFileSync(path, 'utf8'), { merge: true }))) {
  for (const { instancePath, message, params } of validate.errors) {
    process.stderr.write(`${path}${instancePath} ${message} ${JSON.stringify(params)}\n`);
  }
  process.exitCode = 1;
}
