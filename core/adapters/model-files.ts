// The readable copy of the serving model: DATA_DIR/models/<watch>/current_model.json.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFiles } from '../ports.ts';

/** Temporary file, fsync, rename: a reader or a crash never meets half a model. */
export function modelFiles(dataDir: string): ModelFiles {
  return {
    async write(watch, document) {
      const folder = join(dataDir, 'models', watch);
      await mkdir(folder, { recursive: true });
      const path = join(folder, 'current_model.json');
      // A name of its own: containers that share the folder all run as process 1.
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        await writeSynced(temporary, `${JSON.stringify(document, null, 2)}\n`);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
