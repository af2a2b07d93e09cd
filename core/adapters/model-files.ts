// The readable copy of the serving model: DATA_DIR/models/<watch>/current_model.json.
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFiles } from '../ports.ts';

/** Temporary file, fsync, rename: a reader or a crash never meets half a model. */
export function modelFiles(dataDir: string): ModelFiles {
  return {
    async write(watch, document) {
      const folder = join(dataDir, 'models', watch);
      await mkdir(folder, { recursive: true });
      const path = join(folder, 'current_model.json');
      const temporary = `${path}.${process.pid}.tmp`;
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(`${JSON.stringify(document, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
  };
}
