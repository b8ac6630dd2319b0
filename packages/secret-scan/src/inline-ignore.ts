const marker = 'cdev-ignore-secret';

/** Tells for an offset the reason of the comment that says that what stands there is known; undefined without a comment. */
export function inlineIgnores(content: Buffer): (offset: number) => string | undefined {
  if (!content.includes(marker)) return () => undefined;
  return (offset) => {
    const lineStart = content.lastIndexOf(10, Math.max(0, offset - 1)) + 1;
    const before = lineStart === 0 ? 0 : content.lastIndexOf(10, Math.max(0, lineStart - 2)) + 1;
    const after = content.indexOf(10, offset);
    const text = content.toString(
      'utf8',
      Math.max(before, lineStart - 2000),
      Math.min(after < 0 ? content.length : after, offset + 4000),
    );
    const found = /cdev-ignore-secret(?:[ \t]*:[ \t]*([^\r\n]*?))?[ \t]*(?:\*\/|-->|#\}|$)/m.exec(text);
    return found === null ? undefined : (found[1] ?? '').trim();
  };
}
