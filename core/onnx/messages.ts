// The messages of an ONNX file, those parts of them a pipeline needs. Pure.
// Field numbers and codes: onnx/onnx.proto, IR version 8. Fields go out in the order of their numbers, as protobuf's own
// writers do it, so that a file equals byte for byte what the onnx package writes for the same model.
import { bytes, integer, joined, message, text } from './protobuf.ts';

export type ElementType = 'double' | 'int64' | 'string';

const elementCodes: Readonly<Record<ElementType, number>> = { int64: 7, string: 8, double: 11 };

/** The code of an element type, as the attribute `to` of a Cast takes it. */
export function elementCode(type: ElementType): number {
  return elementCodes[type];
}

/** What a graph takes or gives; a dimension with a name is open. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A constant, row-major. Its values are of one kind: doubles, 64-bit integers or texts. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array | BigInt64Array | readonly string[];
}

export interface Node {
  readonly operator: string;
  /** Names of values; every one is a graph's input, a constant, or an output of a node before. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, number | readonly string[]>>;
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly constants: readonly Tensor[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

export interface ModelFile {
  readonly producer: string;
  readonly graph: Graph;
  /** Free text for people and programs that hold the file alone. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Of the classic machine-learning operators; all others are ONNX's own. */
const learning = 'ai.onnx.ml';
const learningOperators: ReadonlySet<string> = new Set(['OneHotEncoder']);

/** Read by every onnxruntime since 1.12 (2022). */
const irVersion = 8;
const operatorSets = [
  ['', 17],
  [learning, 3],
] as const;

/** The file `model.onnx`. The same model always gives the same bytes. */
export function encodeModel({ producer, graph, metadata }: ModelFile): Uint8Array {
  return joined([
    integer(1, irVersion),
    text(2, producer),
    message(7, graphFields(graph)),
    ...operatorSets.map(([domain, version]) => message(8, [text(1, domain), integer(2, version)])),
    ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
}

function graphFields({ name, nodes, constants, inputs, outputs }: Graph): Uint8Array[] {
  return [
    ...nodes.map((node) => message(1, nodeFields(node))),
    text(2, name),
    ...constants.map((tensor) => message(5, tensorFields(tensor))),
    ...inputs.map((input) => message(11, valueFields(input))),
    ...outputs.map((output) => message(12, valueFields(output))),
  ];
}

function nodeFields({ operator, inputs, outputs, attributes }: Node): Uint8Array[] {
  const named = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...named.map(([name, value]) => message(5, attributeFields(name, value))),
    ...(learningOperators.has(operator) ? [text(7, learning)] : []),
  ];
}

function attributeFields(name: string, value: number | readonly string[]): Uint8Array[] {
  const [whole, texts] = [2, 8];
  if (typeof value === 'number') return [text(1, name), integer(3, value), integer(20, whole)];
  return [text(1, name), ...value.map((each) => text(9, each)), integer(20, texts)];
}

function tensorFields({ name, shape, values }: Tensor): Uint8Array[] {
  const dimensions = shape.map((size) => integer(1, size));
  if (values instanceof Float64Array || values instanceof BigInt64Array) {
    const type = values instanceof Float64Array ? 'double' : 'int64';
    return [...dimensions, integer(2, elementCodes[type]), text(8, name), bytes(9, littleEndian(values))];
  }
  const texts = values.map((value) => text(6, value));
  return [...dimensions, integer(2, elementCodes.string), ...texts, text(8, name)];
}

/** As ONNX wants them, whatever the order of bytes of this machine. */
function littleEndian(values: Float64Array | BigInt64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value: number | bigint, at: number) => {
    if (typeof value === 'bigint') view.setBigInt64(8 * at, value, true);
    else view.setFloat64(8 * at, value, true);
  });
  return new Uint8Array(view.buffer);
}

function valueFields({ name, type, shape }: ValueInfo): Uint8Array[] {
  const dimensions = shape.map((size) =>
    message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]),
  );
  return [text(1, name), message(2, [message(1, [integer(1, elementCodes[type]), message(2, dimensions)])])];
}
