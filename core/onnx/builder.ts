// A graph as it grows: nodes in the order they are computed, constants, and a name of its own for every value. Pure.
import type { Graph, Node, Tensor, ValueInfo } from './messages.ts';
import { distinct } from './names.ts';

export interface GraphBuilder {
  /** A node whose one output gets `name`, or one near it; returns what it was called. */
  node(name: string, operator: string, inputs: readonly string[], attributes?: Node['attributes']): string;
  /** A constant under `name`, or one near it; returns what it was called. */
  constant(name: string, shape: Tensor['shape'], values: Tensor['values']): string;
  /** Gives a value to the caller as `output`. */
  output(
    output: ValueInfo,
    operator: string,
    inputs: readonly string[],
    attributes?: Node['attributes'],
  ): void;
  graph(name: string): Graph;
}

/** @param taken Names of inputs, and of outputs to come: no other value may bear them. */
export function createBuilder(inputs: readonly ValueInfo[], taken: Set<string>): GraphBuilder {
  const nodes: Node[] = [];
  const constants: Tensor[] = [];
  const outputs: ValueInfo[] = [];
  return {
    node(wanted, operator, from, attributes = {}) {
      const name = distinct(wanted, taken);
      nodes.push({ operator, inputs: from, outputs: [name], attributes });
      return name;
    },
    constant(wanted, shape, values) {
      const name = distinct(wanted, taken);
      constants.push({ name, shape, values });
      return name;
    },
    output(output, operator, from, attributes = {}) {
      nodes.push({ operator, inputs: from, outputs: [output.name], attributes });
      outputs.push(output);
    },
    graph: (name) => ({ name, nodes, constants, inputs, outputs }),
  };
}
