namespace InferOps.Operator.Core.Advice;

/// <summary>GPUs that one owned or rented pool would keep busy at one moment, were it large enough.</summary>
/// <param name="Committed">GPUs of it that are paid for anyway, and left to services.</param>
/// <param name="Parts">Dearest alternative first: the first GPU of the pool takes the place of the dearest one elsewhere.</param>
public sealed record PoolNeed(string Pool, int Committed, IReadOnlyList<NeedPart> Parts)
{
    public int Gpus => Parts.Sum(part => part.Gpus);
}

/// <param name="Cloud">The cloud pool that serves them otherwise; empty: nothing does.</param>
public readonly record struct NeedPart(string Cloud, int Gpus);
