import { expect, it } from 'vitest';
import { guard } from '../../../../core/adapters/store/connect.ts';

const failing = (code: string) =>
  guard(() => Promise.reject(Object.assign(new Error(`write ${code}`), { code })));

// Seen when the store was killed while a long write waited for its connection to take more.
it.each(['EPIPE', 'ECONNRESET', 'ETIMEDOUT'])(
  'a connection that was lost in mid-write (%s) is a store that is away',
  async (code) => {
    await expect(failing(code)).rejects.toMatchObject({ code: 'storage_unavailable' });
  },
);

it('any other failure passes as it is', async () => {
  await expect(failing('EACCES')).rejects.toThrow('write EACCES');
});
