// Leaks, allocations and metrics are counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
