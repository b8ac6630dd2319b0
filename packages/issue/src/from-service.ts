import { errors } from './errors.ts';
import { FieldProblem, fieldName } from './fields.ts';

/** Reads what a service answered; an answer has no lines, so only the field is named. */
export function fromService<Value>(service: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    const { path, problem } = error;
    throw errors.make('CDEV_E_ISSUE_MALFORMED', {
      place: `The answer of ${service}`,
      problem: path.length === 0 ? problem : `"${fieldName(path)}" ${problem}`,
    });
  }
}
