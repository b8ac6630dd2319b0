import type { DocumentNode } from '@cdev/artefact-document';
import type { SourceReader } from '@cdev/github-workflow';
import type { StepSource } from './pipeline-source.ts';

/** Each step behind those it needs, else in the order of the file; complains of needs that are not there and of circles. */
export function orderSteps(
  steps: readonly StepSource[],
  { node, reader }: { readonly node: DocumentNode; readonly reader: SourceReader },
): readonly StepSource[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ordered: StepSource[] = [];
  const done = new Set<string>();
  const complain = (step: StepSource, message: string): void =>
    reader.complain({ ...node, line: step.line, field: step.id }, message);
  const visit = (step: StepSource, way: readonly string[]): void => {
    if (done.has(step.id)) return;
    if (way.includes(step.id)) {
      complain(step, `steps wait for each other: ${[...way.slice(way.indexOf(step.id)), step.id].join(' → ')}`);
      return;
    }
    for (const need of step.needs) {
      const needed = byId.get(need);
      if (needed) visit(needed, [...way, step.id]);
      else complain(step, `it needs ${need}, which is no step`);
    }
    // A circle was told of where it closes; its steps come once.
    if (done.has(step.id)) return;
    done.add(step.id);
    ordered.push(step);
  };
  for (const step of steps) visit(step, []);
  return ordered;
}
