namespace InferOps.Runtime.Core.Models;

/// <summary>What a file must be.</summary>
/// <param name="Kind">A model or an adapter.</param>
/// <param name="Part">Which part of it, from 0 on.</param>
/// <param name="Parts">1: it is one file.</param>
public readonly record struct ExpectedFile(ModelFileKind Kind, int Part = 0, int Parts = 1);
