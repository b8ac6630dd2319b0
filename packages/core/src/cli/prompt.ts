import { errors } from './errors.ts';
import type { Io } from './io.ts';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** Questions to the person at the terminal. */
export interface Prompt {
  readonly isInteractive: boolean;
  /**
   * Resolves when the answer is yes.
   * @throws CDEV_E_CLI_CONFIRMATION_NEEDED when nobody can be asked, CDEV_E_CLI_DECLINED when the answer is no.
   */
  readonly confirm: (question: string) => Promise<void>;
  /** One of the choices by number or value; says so and asks again until it is one. */
  readonly choose: <Value extends string>(question: string, choices: readonly Choice<Value>[]) => Promise<Value>;
  /** A line of text; empty when only Enter was pressed. */
  readonly text: (question: string) => Promise<string>;
}

/** For library use: nobody is asked. */
export function createPrompt({ ask }: Pick<Io, 'ask'>, yes: boolean): Prompt {
  const need = (question: string): ((text: string) => Promise<string>) => {
    if (!ask) throw errors.make('CDEV_E_CLI_CONFIRMATION_NEEDED', { question });
    return ask;
  };
  return {
    isInteractive: ask !== undefined,
    confirm: async (question) => {
      if (yes) return;
      const answer = await need(question)(`${question} [y/N] `);
      if (!/^y(es)?$/i.test(answer.trim())) throw errors.make('CDEV_E_CLI_DECLINED', { question });
    },
    choose: async (question, choices) => {
      const list = choices.map(({ label }, index) => `  ${index + 1}  ${label}`).join('\n');
      let shown = `${question}\n${list}`;
      for (;;) {
        const answer = (await need(question)(`${shown}\n> `)).trim();
        const chosen = choices[Number(answer) - 1] ?? choices.find(({ value }) => value === answer);
        if (chosen) return chosen.value;
        // What was asked stands right above, however long it is.
        shown = `${answer === '' ? 'Nothing was typed' : `${JSON.stringify(answer.slice(0, 40))} is none of them`}: a number from 1 to ${choices.length}`;
      }
    },
    text: async (question) => (await need(question)(`${question} `)).trim(),
  };
}
