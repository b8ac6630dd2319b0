/** `gone`: the server says that there is nothing (404, 410). `unknown`: it does not answer, or does not answer programs. */
export type AddressAnswer = 'there' | 'gone' | 'unknown';

const atOnce = 6;
const timeLimit = 10_000;

/** Asks each address, a few at once; the answers are in their order. */
export async function addressAnswers(
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<readonly AddressAnswer[]> {
  const answers: AddressAnswer[] = [];
  const left = [...addresses.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [at, address] = next;
      answers[at] = await answerOf(address, signal);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  signal.throwIfAborted();
  return answers;
}

async function answerOf(address: string, signal: AbortSignal): Promise<AddressAnswer> {
  const head = await statusOf(address, 'HEAD', signal);
  // Many servers do not know the short question.
  const status = head !== undefined && head < 400 ? head : await statusOf(address, 'GET', signal);
  if (status === undefined) return 'unknown';
  if (status < 400) return 'there';
  return status === 404 || status === 410 ? 'gone' : 'unknown';
}

async function statusOf(address: string, method: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const response = await fetch(address, {
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimit)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
