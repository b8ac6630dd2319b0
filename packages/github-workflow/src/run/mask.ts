import { redact, stripControl } from '@cdev/core/log';

/** Takes secrets out of text, also in the forms that they take on the way: parts of lines, JSON, URLs, base64. */
export interface Mask {
  readonly add: (secret: string) => void;
  readonly text: (text: string) => string;
  /** As `text`, made safe to print: no terminal sequences, no control characters. */
  readonly line: (text: string) => string;
}

export function createMask(secrets: readonly string[]): Mask {
  const forms = new Set<string>();
  let sorted: readonly string[] = [];
  const add = (secret: string): void => {
    for (const form of formsOf(secret)) forms.add(form);
    // The longest first: a secret may hold another.
    sorted = [...forms].sort((a, b) => b.length - a.length);
  };
  for (const secret of secrets) add(secret);
  const text = (given: string): string => redact(sorted.reduce((clean, form) => clean.replaceAll(form, '***'), given));
  return { add, text, line: (given) => text(stripControl(text(given))) };
}

function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const whole = secret.trim();
  // A brace or a bracket that stands alone on a line of a JSON secret is none.
  const plain = [whole, ...lines.filter((line) => line.length > 1 || line === whole)].filter((form) => form !== '');
  const encoded = plain.flatMap((form) =>
    form.length < 4 ? [] : [JSON.stringify(form).slice(1, -1), encodeURIComponent(form), ...base64Forms(form)],
  );
  return [...plain, ...encoded];
}

/** What stays the same of a secret's base64 wherever it begins in the text that was encoded. */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((bytes.length * 8) / 6);
    const form = bytes.toString('base64').slice(first, last);
    return form.length >= 6 ? [form] : [];
  });
}
