/**
 * Runs `action` on each item, at most `limit` at once, in order of the list. All that were started are waited for; then the failure of
 * the first item that failed is thrown. After a failure of any kind the others still run: they are of no concern to each other.
 */
export async function forEachLimited<Item>(
  items: readonly Item[],
  limit: number,
  action: (item: Item, position: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  const failures = new Map<number, unknown>();
  const worker = async (): Promise<void> => {
    for (const [position, item] of left)
      await action(item, position).catch((error: unknown) => failures.set(position, error));
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
}
