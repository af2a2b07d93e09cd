// Just enough of a protobuf reader to see what stands in a model file.

/** The fields of a message by number, in order: whole numbers, or the bytes of texts and messages. */
type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

function fieldsOf(body: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const part = body[at++] ?? 0;
      value += (part % 128) * weight;
      if (part < 128) return value;
    }
  };
  while (at < body.length) {
    const tag = varint();
    const whole = varint();
    const value = tag % 8 === 0 ? whole : body.subarray(at, at + whole);
    if (tag % 8 !== 0) at += whole;
    const field = Math.floor(tag / 8);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

const texts = (fields: Fields, field: number): string[] =>
  (fields.get(field) ?? []).map((value) => Buffer.from(Object(value)).toString());

const messages = (fields: Fields, field: number): Fields[] =>
  (fields.get(field) ?? []).map((value) => fieldsOf(value instanceof Uint8Array ? value : new Uint8Array()));

interface Graph {
  readonly nodes: { operator: string; inputs: string[]; outputs: string[]; domain: string }[];
  readonly constants: string[];
  readonly inputs: string[];
  readonly outputs: string[];
  readonly metadata: Record<string, string>;
}

/** What a model file holds, by the field numbers of onnx.proto. */
export function graphOf(file: Uint8Array): Graph {
  const model = fieldsOf(file);
  const [graph = new Map()] = messages(model, 7);
  const names = (field: number, name: number) =>
    messages(graph, field).map((value) => texts(value, name)[0] ?? '');
  return {
    nodes: messages(graph, 1).map((node) => ({
      operator: texts(node, 4)[0] ?? '',
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      domain: texts(node, 7)[0] ?? '',
    })),
    constants: names(5, 8),
    inputs: names(11, 1),
    outputs: names(12, 1),
    metadata: Object.fromEntries(messages(model, 14).map((pair) => [texts(pair, 1)[0], texts(pair, 2)[0]])),
  };
}
