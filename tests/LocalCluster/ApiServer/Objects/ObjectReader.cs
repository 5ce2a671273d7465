using System.Text;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>One page of a list.</summary>
/// <param name="Items">Matching objects in namespace and name order.</param>
/// <param name="Revision">The revision they are all from.</param>
/// <param name="Continue">Token of the next page; null on the last.</param>
/// <param name="Remaining">Objects after this page; null when unknown or none.</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Items, long Revision, string? Continue, int? Remaining);

/// <summary>Reads objects one by one and in pages; all pages of one list are of one revision.</summary>
internal sealed class ObjectReader(ObjectStore store)
{
    /// <exception cref="ApiException">404.</exception>
    public StoredObject Get(ObjectRequest request) => store.Find(request.Key) ?? throw ApiException.NotFound(request.Type, request.Name);

    /// <exception cref="ApiException">400 for a bad selector or version, 410 for one that is too old.</exception>
    public ObjectPage List(ObjectRequest request)
    {
        var options = request.Options;
        var after = options.Continue is { } token ? ContinueToken.Parse(token) : null;
        var snapshot = after is not null ? store.At(after.Revision) : SnapshotFor(options);
        var filter = ObjectFilter.Of(request);
        var matching = snapshot.In(request.Type.StorageResource(), request.Namespace)
            .Where(stored => after is null || string.CompareOrdinal(stored.Key.Path, after.Path) > 0)
            .Where(filter.Matches)
            .ToList();
        if (options.Limit is not { } limit || matching.Count <= limit) return new ObjectPage(matching, snapshot.Revision, null, null);
        var page = matching[..limit];
        return new ObjectPage(page, snapshot.Revision, new ContinueToken(snapshot.Revision, page[^1].Key.Path).Text, filter.IsEverything ? matching.Count - limit : null);
    }

    private StoreSnapshot SnapshotFor(RequestOptions options)
    {
        if (options.ResourceVersionMatch is null && options.ResourceVersion is null or "0") return store.Current;
        var revision = ParseRevision(options.ResourceVersion);
        if (options.ResourceVersionMatch == "Exact") return store.At(revision);
        if (revision > store.Current.Revision) return store.At(revision);
        return store.Current;
    }

    internal static long ParseRevision(string? text)
    {
        if (string.IsNullOrEmpty(text)) throw ApiException.BadRequest("resourceVersionMatch is forbidden unless resourceVersion is provided");
        return long.TryParse(text, out var revision) && revision >= 0 ? revision : throw ApiException.BadRequest($"Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }

    private sealed record ContinueToken(long Revision, string Path)
    {
        public string Text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Revision}:{Path}"));

        public static ContinueToken Parse(string text)
        {
            var buffer = new byte[text.Length];
            if (Convert.TryFromBase64String(text, buffer, out var length))
            {
                var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
                if (parts.Length == 2 && long.TryParse(parts[0], out var revision)) return new ContinueToken(revision, parts[1]);
            }

            throw ApiException.BadRequest("continue key is not valid");
        }
    }
}
