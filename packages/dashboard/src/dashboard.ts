import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from './errors.ts';
import { exportPage } from './export-page.ts';
import { overviewReader } from './overview/read-overview.ts';
import { servePage } from './serve-page.ts';

export interface DashboardOptions {
  /** Milliseconds. */
  readonly last: number;
  readonly isReadOnly: boolean;
  /** Undefined: this machine only. */
  readonly host: string | undefined;
  readonly port: number;
  /** Write the page there instead of serving it. */
  readonly folder: string | undefined;
}

export type DashboardResult =
  | {
      readonly kind: 'served';
      /** With the token that opens it. */
      readonly url: string;
      readonly isReadOnly: boolean;
      readonly isEnded: boolean;
    }
  | { readonly kind: 'exported'; readonly file: string; readonly scripts: number; readonly records: number };

const day = 86_400_000;

/**
 * Serves the page until it is interrupted, or writes it to a folder.
 * @throws CDEV_E_DASHBOARD_PORT_INVALID, CDEV_E_DASHBOARD_SPAN_TOO_SHORT, CDEV_E_DASHBOARD_NOT_WRITTEN, CDEV_E_PAGE_PORT_TAKEN
 */
export async function dashboard(options: DashboardOptions, context: Context): Promise<Outcome<DashboardResult>> {
  const { last, folder, port } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw errors.make('CDEV_E_DASHBOARD_PORT_INVALID', { value: String(port) });
  if (last < day) throw errors.make('CDEV_E_DASHBOARD_SPAN_TOO_SHORT', undefined);
  const reader = await overviewReader(last, context);
  if (folder === undefined) return servePage(options, reader, context);
  const { overview, details } = await reader.read();
  const file = await exportPage({ folder, overview, details, cwd: context.cwd });
  const { scripts, records } = overview;
  return { result: { kind: 'exported', file, scripts: scripts.length, records }, status: 'ok' };
}
