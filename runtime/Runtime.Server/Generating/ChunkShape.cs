namespace InferOps.Runtime.Server.Generating;

/// <summary>What distinguishes the events of one stream from those of others.</summary>
/// <param name="Identity">What every event repeats.</param>
/// <param name="Object">The event's <c>object</c>.</param>
/// <param name="Content">The name, within a choice, of what the event adds.</param>
internal sealed record ChunkShape(AnswerIdentity Identity, string Object, string Content);
