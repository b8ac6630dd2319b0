const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known (ENOTFOUND)',
  EAI_AGAIN: 'its name cannot be looked up now (EAI_AGAIN)',
  ECONNREFUSED: 'it refuses the connection (ECONNREFUSED)',
  ECONNRESET: 'it closed the connection (ECONNRESET)',
  UND_ERR_SOCKET: 'it closed the connection in the middle of the answer',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
};

/** What happened when `fetch` rejects: it says only "fetch failed", the rest is in the cause. The reason may hold what was sent, so redact it. */
export function fetchFailure(error: unknown): { readonly code: string | undefined; readonly reason: string } {
  const { message = String(error), cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return { code: cause?.code, reason: reasons[cause?.code ?? ''] ?? cause?.code ?? cause?.message ?? message };
}
