// Which certificates count, and which one is shown: as the Python client names them.
import { readFileSync } from 'node:fs';
import { AppError } from '../../errors.ts';

export interface TlsSettings {
  /** Any certificate of the server's will do. */
  readonly insecure: boolean;
  /** PEM file of the authorities that count instead of the usual ones; empty = the usual ones. */
  readonly serverCertPath: string;
  /** PEM file with our certificate and its key; empty = none is shown. */
  readonly clientCertPath: string;
}

/** What node:https takes. */
export interface TlsMaterial {
  readonly rejectUnauthorized?: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** @throws AppError `invalid_config` naming the setting whose file cannot be read, or holds no certificate or key */
export function readTls({ insecure, serverCertPath, clientCertPath }: TlsSettings): TlsMaterial {
  const client = clientCertPath === '' ? null : pem('MLFLOW_TRACKING_CLIENT_CERT_PATH', clientCertPath);
  if (client !== null && !client.includes('PRIVATE KEY-----'))
    throw new AppError(
      'invalid_config',
      'MLFLOW_TRACKING_CLIENT_CERT_PATH names a file without a private key: write certificate and key into one PEM file.',
    );
  return {
    ...(insecure ? { rejectUnauthorized: false } : {}),
    ...(serverCertPath === '' ? {} : { ca: pem('MLFLOW_TRACKING_SERVER_CERT_PATH', serverCertPath) }),
    ...(client === null ? {} : { cert: client, key: client }),
  };
}

function pem(setting: string, path: string): string {
  const text = readable(setting, path);
  if (text.includes('BEGIN CERTIFICATE')) return text;
  throw new AppError('invalid_config', `${setting} names a file that is no PEM certificate.`);
}

function readable(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new AppError('invalid_config', `${setting} names a file that cannot be read.`, {
      remedy: 'Check its path and who may read it; it is one PEM file, not a folder.',
    });
  }
}
