const endings: (() => Promise<void>)[] = [];

/** Adds what is to be done before this process ends by itself. */
export function atEnd(ending: () => Promise<void>): void {
  endings.push(ending);
}

export async function endAll(): Promise<void> {
  await Promise.all(endings.map((ending) => ending()));
}
