/** What stands before a name in a comment: its mark, and no quotation marks behind that. */
const comment = /(?:\/\/|\/\*|(?:^|[ \t;{}(),])#|^[ \t]*\*[ \t]|--[ \t])[^"'`]*$/;
/** `"host=db user=shop password=…"`: how PostgreSQL and others are told where a database is. */
const connection =
  /["'`](?:[^"'`\n,]*[ ])?(?:host(?:addr|name)?|user(?:name)?|dbname|database|port|sslmode)=[^"'`=\n,]+[ ](?:\w+=[^"'`=\n,]*[ ])*$/i;

/** In what a value may stand without quotation marks in source code: a comment or text with settings before and in the line of a name that begins at `start`. */
export function bareInCode(text: string, start: number, end: number): 'comment' | 'connection' | undefined {
  const before = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - 200), start);
  if (text[end] === '=' && connection.test(before)) return 'connection';
  return comment.test(before) ? 'comment' : undefined;
}

/** Whether nothing but the end of its line, or of the comment, stands behind a value. */
export function endsLine(text: string, end: number): boolean {
  return /^[ \t,;]*(?:\*\/[ \t]*)?(?:\r?\n|$)/.test(text.slice(end, end + 80));
}
