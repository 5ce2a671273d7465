namespace InferOps.Sandbox.Demo;

/// <summary>A stretch of the story with one arrival rate.</summary>
/// <param name="TokensPerSecond">Offered: requests per second times the tokens each asks for.</param>
/// <param name="Reached">Whether what should happen in it has happened.</param>
/// <param name="Hold">How long to go on after that.</param>
/// <param name="Limit">It must have happened by then.</param>
internal sealed record Phase(string Name, double TokensPerSecond, Func<Observation, bool> Reached, TimeSpan Hold, TimeSpan Limit)
{
    /// <summary>A replica of the quickstart handles 40 tok/s: the steady load needs three, the burst six or more of them.</summary>
    public static IReadOnlyList<Phase> Story { get; } =
    [
        new("quiet", 8, now => now is { Desired: 1, Ready: 1 }, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)),
        new("steady", 90, now => now.DesiredOn("onprem") == 2 && now.DesiredOn("dedicated") > 0 && now.Ready >= 3, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)),
        new("burst", 220, now => now.DesiredOn("cloud") > 0 && now.Ready == now.Desired, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(75)),
        new("quiet", 8, now => now is { Desired: 1, Ready: 1 }, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(110)),
    ];
}
