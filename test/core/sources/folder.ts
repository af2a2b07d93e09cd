// File sources on a folder of each test's own, and how to look at what they give.
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { fileReader } from '../../../core/adapters/files/reader.ts';
import { AppError } from '../../../core/errors.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import type { Source } from '../../../core/ports.ts';
import { fileSource } from '../../../core/sources/file.ts';
import type { Position } from '../../../core/state.ts';
import type { FileSettings } from '../../../core/watch.ts';

type Settings = Omit<FileSettings, 'kind'>;

/** It is noon of the first day of 2026. */
export const clock = { now: () => Date.UTC(2026, 0, 1, 12) };

/** Makes an empty folder before each test of the file that calls it, and removes it after; every path is inside of it. */
export function folderForEach() {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigie-source-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });
  const pathOf = (name: string) => join(folder, name);
  return {
    pathOf,
    write: (name: string, text: string) => writeFile(pathOf(name), text),
    append: (name: string, text: string) => appendFile(pathOf(name), text),
    /** `stored` holds the labels the store knows, by id. */
    sourceOf: (settings: Partial<Settings> = {}, stored: Record<string, string> = {}): Source =>
      fileSource({
        settings: {
          time: null,
          id: null,
          label: null,
          drop: [],
          ...settings,
          path: pathOf(settings.path ?? ''),
          labels: settings.labels ? pathOf(settings.labels) : null,
        },
        timezone: 'Europe/Paris',
        reader: fileReader,
        clock,
        labelsOf: async (ids) =>
          new Map(ids.flatMap((id) => (stored[id] === undefined ? [] : [[id, stored[id]] as const]))),
      }),
  };
}

export const read = (source: Source, after: Position = [], limit = 1000) =>
  source.read({ after, limit, schema: null });
export const recent = (source: Source, upTo: Position, rows = 1000) =>
  source.recent({ after: [], upTo, rows, labelled: false, schema: null });

export async function refusal(doing: Promise<unknown>): Promise<AppError> {
  const cause = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (cause instanceof AppError) return cause;
  throw new Error('nothing was refused', { cause });
}

export function labelsOf(frame: Frame): (string | null)[] {
  return Array.from(frame.label.codes, (code) => frame.label.categories[code] ?? null);
}

export function valuesOf(frame: Frame, name: string): unknown[] {
  const column = frame.columns.find((one) => one.name === name);
  if (column?.kind === 'categorical') {
    return Array.from(column.codes, (code) => column.categories[code] ?? null);
  }
  return [...(column?.values ?? [])];
}
