import type { Repository } from '@cdev/git';
export interface AllotPortsOptions {
  /** First port tried. Default 4100. */
  readonly from?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}
/** One free port per id, recorded in `<common git dir>/cdev/ports.json` so that an id keeps its port. @throws CDEV_E_WORKSPACE_NO_PORT. */
export async function allotPorts(
  repository: Repository,
  ids: readonly string[],
  options: AllotPortsOptions = {},
): Promise<Record<string, number>> {
  throw new Error('on its way');
}
