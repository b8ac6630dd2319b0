const endings = new Set<() => Promise<void>>();

/** Adds what is to be done before this process ends by itself, or by `execute`. */
export function atEnd(ending: () => Promise<void>): void {
  if (endings.size === 0) process.once('beforeExit', () => void endAll());
  endings.add(ending);
}

export async function endAll(): Promise<void> {
  const all = [...endings];
  endings.clear();
  await Promise.all(all.map((ending) => ending()));
}
