export interface ChecklistItem {
  /** Stable through edits of the list: `criterion-1`, `create-src-a-ts` … */
  readonly id: string;
  readonly text: string;
  readonly done: boolean;
}

export interface Checklist {
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}

export function checklistFile(_worktree: string): string {
  throw new Error('not written yet');
}
export function createChecklist(_context: {
  readonly title: string;
  readonly criteria: readonly string[];
  readonly mayCreate: readonly string[];
}): Checklist {
  throw new Error('not written yet');
}
export function parseChecklist(_text: string): Checklist {
  throw new Error('not written yet');
}
export function serialiseChecklist(_checklist: Checklist): string {
  throw new Error('not written yet');
}
export function readChecklist(_file: string): Promise<Checklist> {
  throw new Error('not written yet');
}
export function writeChecklist(_file: string, _checklist: Checklist): Promise<void> {
  throw new Error('not written yet');
}
