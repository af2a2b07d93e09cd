// What the operations of synthetic watches answer with. Types only.

export interface GenerateResult {
  readonly watch: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string | null)[])[];
}

export interface SimulateResult {
  readonly watch: string;
  readonly scenario: string;
  readonly strength: number;
  readonly from: number;
}
