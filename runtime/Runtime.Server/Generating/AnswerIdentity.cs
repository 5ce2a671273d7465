namespace InferOps.Runtime.Server.Generating;

/// <summary>What every part of one answer repeats.</summary>
/// <param name="Id">Such as <c>chatcmpl-…</c>.</param>
/// <param name="Created">Unix time in seconds.</param>
/// <param name="Model">The served name.</param>
internal sealed record AnswerIdentity(string Id, long Created, string Model);
