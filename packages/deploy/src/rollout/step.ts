/** Steps of a roll-out, told as they begin. */
export type Step =
  | 'return'
  | 'upload'
  | 'prepare'
  | 'drain'
  | 'switch'
  | 'activate'
  | 'health'
  | 'resume'
  | 'settle'
  | 'prune';
