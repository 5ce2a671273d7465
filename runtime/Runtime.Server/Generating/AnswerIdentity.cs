namespace InferOps.Runtime.Server.Generating;

/// <summary>What every part of one answer repeats.</summary>
/// <param name="Id">Such as <c>chatcmpl-…</c>.</param>
/// <param name="Created">Unix time in seconds.</param>
/// <param name="Model">The name the model was asked for by.</param>
/// <param name="Fingerprint">Of what computes answers: another one may answer the same seed differently.</param>
internal sealed record AnswerIdentity(string Id, long Created, string Model, string Fingerprint);
