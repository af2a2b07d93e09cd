// AssemblyScript. Where the memory is free: before, the tables of the other kernels stand.

export function free(): usize {
  return __heap_base;
}
