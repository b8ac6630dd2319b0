/** Whether the work of an agent with this status, or with what stands for one, is not going in as it is: its attempt failed, or the work was found not ready, or ejected. */
export function isPutOut(status: string | undefined): boolean {
  return status === 'failed' || status === 'not-ready' || status === 'ejected';
}
