/** Entries kept of each kind; a monitor of a hundred agents needs some hundreds. */
const most = 20_000;

/**
 * The answer to a question about objects, which never change: asked once, also when two ask at the same time. A failure is not kept. When
 * there are too many the oldest goes.
 */
export function remember<Answer>(
  known: Map<string, Promise<Answer>>,
  question: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const before = known.get(question);
  if (before) return before;
  const answer = ask();
  known.set(question, answer);
  answer.catch(() => known.delete(question));
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
  return answer;
}
