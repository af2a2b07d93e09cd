// The MLmodel file of a registered model: which file is the ONNX model, and what it takes. Pure.
// It is written by whoever logged the model: nothing in it is trusted, and no file it names is ever executed.
import { parse } from 'yaml';
import { AppError } from '../../errors.ts';
import type { ModelColumn } from '../../foreign.ts';
import { at, jsonOf, objectOf, textAt } from './json.ts';

export interface ModelFile {
  /** Path of the ONNX file beside the MLmodel. */
  readonly data: string;
  /** Columns of the signature in order; null = it has none, or of unnamed tensors. */
  readonly signature: readonly ModelColumn[] | null;
  /** Classes in the order of the probabilities, where its metadata names them. */
  readonly classes: readonly string[] | null;
  /** Path of the saved input example; null = there is none in a form that is read. */
  readonly example: string | null;
}

const conversion =
  'Convert it (skl2onnx: to_onnx(model, X, options={"zipmap": False}); onnxmltools for XGBoost and LightGBM) and log it with mlflow.onnx.log_model(..., save_as_external_data=False).';

/** @throws AppError `bad_data` for a model without an ONNX flavor, and for what is no MLmodel */
export function readModelFile(text: string): ModelFile {
  const document = parsed(text);
  const flavors = objectOf(at(document, 'flavors'));
  if (flavors === undefined) throw new AppError('bad_data', 'The MLmodel file names no flavors.');
  const data = textAt(flavors, 'onnx', 'data');
  if (data === undefined) {
    const found = Object.keys(flavors).filter((name) => name !== 'python_function');
    throw new AppError(
      'bad_data',
      `The registered model is of flavor ${found.join(', ') || 'python_function'}: a pickled model is never loaded, only ONNX.`,
      { remedy: conversion },
    );
  }
  return {
    data: safe(data),
    signature: signatureOf(textAt(document, 'signature', 'inputs')),
    classes: classesOf(at(document, 'metadata', 'classes')),
    example: exampleOf(at(document, 'saved_input_example_info')),
  };
}

function parsed(text: string): unknown {
  try {
    // Aliases could make a small file huge.
    return parse(text, { maxAliasCount: 10, logLevel: 'silent' });
  } catch (cause) {
    throw new AppError('bad_data', 'The MLmodel file is no YAML.', { cause });
  }
}

/** The signature is JSON in a text: [{"type": "double", "name": "age", "required": true}, ...]. */
function signatureOf(text: string | undefined): ModelColumn[] | null {
  const columns = text === undefined ? undefined : jsonOf(text);
  if (!Array.isArray(columns)) return null;
  const named = columns.flatMap((column: unknown): ModelColumn[] => {
    const [name, type] = [textAt(column, 'name'), textAt(column, 'type')];
    return name === undefined || type === undefined ? [] : [{ name, type }];
  });
  return named.length === columns.length && named.length > 0 ? named : null;
}

function classesOf(value: unknown): string[] | null {
  return Array.isArray(value) && value.length > 1 ? value.map(String) : null;
}

function exampleOf(info: unknown): string | null {
  const path = textAt(info, 'artifact_path');
  const read = textAt(info, 'type') === 'dataframe' && textAt(info, 'pandas_orient') === 'split';
  return path === undefined || !read ? null : safe(path);
}

/** Nothing beside the model itself: fetch resolves ".." before it is sent. */
function safe(path: string): string {
  const names = path.split('/');
  if (names.every((name) => /^[\w.-]+$/.test(name) && !/^\.+$/.test(name))) return path;
  throw new AppError('bad_data', 'The MLmodel file names a file outside of the model.');
}

/** The rows of an example, as {"columns": [...], "data": [[...]]}; null where it is none of that form. */
export function readExample(text: string): Record<string, unknown>[] | null {
  const document = jsonOf(text);
  const [columns, data] = [at(document, 'columns'), at(document, 'data')];
  if (!Array.isArray(columns) || !Array.isArray(data)) return null;
  return data
    .filter((row): row is unknown[] => Array.isArray(row))
    .map((row) => Object.fromEntries(columns.map((name, place) => [String(name), row[place]])));
}
