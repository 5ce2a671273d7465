using InferOps.LocalCluster.Api.Storage;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Auth;

/// <summary>Acts as another user (<c>kubectl --as</c>) for those who may.</summary>
internal static class Impersonation
{
    /// <returns>The user the request acts as; the sender when it does not ask to be someone else.</returns>
    /// <exception cref="ApiException">403 when the sender may not act as that user or in one of those groups.</exception>
    public static UserIdentity Resolve(UserIdentity sender, IHeaderDictionary headers, SnapshotView<RbacPolicy> policy)
    {
        var name = headers["Impersonate-User"].ToString();
        if (name.Length == 0) return sender;
        var groups = headers["Impersonate-Group"].OfType<string>().ToList();
        Require(sender, policy.Value, ImpersonateUser(name));
        foreach (var group in groups) Require(sender, policy.Value, new AccessRequest("impersonate") { Resource = "groups", Name = group });
        var account = name.Split(':');
        var isAccount = account is ["system", "serviceaccount", _, _];
        return isAccount && groups.Count == 0 ? UserIdentity.ServiceAccount(account[2], account[3]) : UserIdentity.Of(name, groups);
    }

    private static AccessRequest ImpersonateUser(string name) => name.Split(':') is ["system", "serviceaccount", var ns, var account]
        ? new AccessRequest("impersonate") { Resource = "serviceaccounts", Namespace = ns, Name = account }
        : new AccessRequest("impersonate") { Resource = "users", Name = name };

    private static void Require(UserIdentity sender, RbacPolicy policy, AccessRequest request)
    {
        if (policy.Allows(sender, request)) return;
        throw ApiException.Forbidden(
            $"{request.Resource} \"{request.Name}\" is forbidden: {request.Refusal(sender)}", new StatusSubject("", request.Resource, request.Name));
    }
}
