/**
 * The variable in which a bound child carries the mark of the process that it ends with. It is about that child alone: what the child starts
 * carries the child's own mark, or, when it is to outlive it, none.
 */
export const boundTo = 'CDEV_BOUND_TO';
