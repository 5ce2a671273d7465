namespace InferOps.Benchmarks.Runtime;

/// <summary>Lets contestants play one after another, in another order every round: what disturbs a machine disturbs them alike.</summary>
internal static class Turns
{
    public static async Task<IReadOnlyDictionary<string, T>> PlayAsync<T>(int round, params (string Name, Func<Task<T>> Play)[] contestants)
    {
        var results = new Dictionary<string, T>();
        for (var i = 0; i < contestants.Length; i++)
        {
            var (name, play) = contestants[(i + round) % contestants.Length];
            results[name] = await play();
        }

        return results;
    }
}
