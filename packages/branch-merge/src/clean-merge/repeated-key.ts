const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]|\/\/[^\n]*|\/\*[^]*?\*\//g;

/** A key that an object of the JSON text has twice, which parsers accept and take the last of; undefined when there is none. */
export function repeatedKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (const [text, colon] of json.matchAll(token)) {
    if (text === '{') objects.push(new Set());
    else if (text === '}') objects.pop();
    else if (colon !== undefined) {
      const key = text.slice(1, text.lastIndexOf('"'));
      if (objects.at(-1)?.has(key)) return key;
      objects.at(-1)?.add(key);
    }
  }
  return undefined;
}
