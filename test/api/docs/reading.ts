// An OpenAPI document as a client reads it: its operations, and whether a value is what one of its schemas says.
import { Ajv2020 } from 'ajv/dist/2020.js';

export type Schema = Readonly<Record<string, unknown>>;

interface Example {
  readonly value: unknown;
}

interface Media {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, Example | { readonly $ref: string }>>;
}
type Content = Readonly<Record<string, Media>>;

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Documented {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Documented>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, Example>>;
  };
}

export interface Op {
  readonly method: string;
  readonly path: string;
  readonly operation: Documented;
}

export function operationsOf({ paths }: Document): Op[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** An example, wherever it stands. */
export function exampleIn({ components }: Document, example: Example | { readonly $ref: string }): unknown {
  if ('value' in example) return example.value;
  return components.examples[example.$ref.replace('#/components/examples/', '')]?.value;
}

/** What is wrong with a value, by a schema of the document; nothing = it is valid. */
export function validatorOf({ components }: Document): (schema: Schema, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, code: { optimize: false } });
  ajv.addSchema({ $id: 'document', components });
  // By its text: the same schema stands at many places.
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
  const validatorFor = (text: string) => {
    const known = compiled.get(text);
    if (known !== undefined) return known;
    // References of the document lead into its components.
    const rooted = text.replaceAll('"#/components/', '"document#/components/');
    const made = ajv.compile(JSON.parse(rooted) as Schema);
    compiled.set(text, made);
    return made;
  };
  return (schema, value) => {
    const validate = validatorFor(JSON.stringify(schema));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
