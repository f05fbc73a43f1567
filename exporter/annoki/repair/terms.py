"""Technical words that a general word list lacks, so that they are not taken for two words.

Gathered by reading documentation of scientific and web software for words that could be parted
into two listed ones: coinages of the trade, names of people in methods, functions that prose
names without marking them as code.
"""

from __future__ import annotations

from typing import FrozenSet


def word_set(text: str) -> FrozenSet[str]:
    """Return the words written out in `text`, separated by white space."""
    return frozenset(text.split())


TERMS = word_set(
    """
    ablation abovementioned ack activations aftermarket afterschool aircrew aircrews airlock airpods
    airstrike airstrikes allclose allfiles allgather alloc allof alloff allon allowlist
    allowlisted allowlisting allreduce alltoall alphanumeric alwayson analogon anycast anyof
    arcminute arcminutes arcsine arctangent argmax argmin argsort artefact asarray asof astype
    asyncio atexit augmentor autocast autocomplete autocompletion autodiff autoencoder
    autoencoders autoencoding autoformat autograd autoload automl autoregression autoregressive
    autosave autoscaling autotuning autouse aws babyface backdoor backend backends backlink
    backlinks backpack backprop backpropagate backpropagated backpropagation backquote
    backquotes backslashes backtick backticks backtrace backtracking backtranslation bandlimited
    bandpass bandstop bandwidths bartending baseband basecamp baseclass baseclasses baseline
    baselines basestring basinhopping batchnorm batchsize batchwise bayes bayesian beamforming
    beamwidth bedsheet bedsheets bfloat bias bigram bigrams bijective bilinear binwidth bitbake
    bitbucket bitcast bitcoin bitcount bitmask bitmasks bitrate bitset bitshift bitstream
    bitstring bitwidth bitwise blackbox blindspot blindspots blockchain blockchains blocklist
    blocklisted blocksize blogpost blogposts bloodlust bloom boatload bodyweight bondholders
    bookbinding bookselling booktitle boolean bootcamp bootcamps bootstrap bootstrapped
    bootstrapping borderwidth bottleneck bottlenecks bounding boxplot brainpower breakeven
    breakpoint breakpoints bugfix bugfixes buildroot builtin builtins buttercream buyback
    buybacks bytecode bytestring cakewalk callable callables callback callbacks callsite
    callsites camelcase captioner cardholder cardholders caregiving caretaking carpool cartan
    casefold cashflow categorical centrepiece changelog changeset changesets chatbot chatbots
    checkbox checkboxes checkbutton checkin checkins checklist checkmark checkout checkpoint
    checkpointed checkpointing checkpoints checksum checksums childclass chisquare chisquared
    citywide classlabel classmethod classmethods classname clickbait clickstream clickthrough
    clipboard closeness cloudfront cloudwatch coattails codebase codebases codebook codebooks
    codec codecs codegen codepath codepaths codepoint codepoints codevector codomain cohort
    coldstart collator collators collinear colorbar colorbars colormap colormaps colorscheme
    colorspace commandline commodification commodified concatenation config configs confounder
    contextmanager contrastive controlnet convnet convnets convolution convolutional copyleft
    copyto copywriter copywriting coreference coroutine coroutines countrywide cowbell
    crossentropy crossover crosstab crosstalk crossvalidated crossvalidation crowdfunding
    crowdsource crowdsourced crowdsourcing cumsum curricula curveball customizable cutoff
    cutoffs dashboard dashboards databank dataclass dataclasses dataflow dataframe dataframes
    datagram dataloader dataloaders datapath datapoint datapoints dataset datasets datasheet
    datastore datatype datatypes datestamp datetime daylong deadlift deadlock deadlocks debias
    debiased debiasing debugger decisionmaking decoder decoders dedup deduplicate deduplicated
    deduplication deepcopied deepcopy deepfake deepfakes deeplearning deepmind deepseek
    deepspeed denoise denoised denoiser denoising dequantization dequantize dequantized
    deserialize detokenize devicetree diffeomorphism differentiable dimensionality dirichlet
    disentangle disentangled disentanglement displayhook distilled docstring docstrings doctest
    doctested doctesting doctests doctree dotprod dotproduct downsample downsampled downsampling
    downscale downscaled downscaling downstream downtime downweight downweighted drivetrain
    drivetrains dropout dropouts drumbeat drydock dualstack duopoly earbuds earlystopping
    earpiece earpieces edgecolor edgeitems eigen eigendecomposition eigenvalue eigenvalues
    eigenvector eigenvectors elasticsearch elementwise embedder embedding embeddings
    embryogenesis encoder encoders encodings endpoint endpoints endswith endtoend ensembling
    entrypoint entrypoints euclidean eventloop everygrams excepthook explainability eyetracking
    eyewear facecolor facelets facepalm factored factorisation factsheet factsheets failover
    failsafe fallback fallbacks falsy fanboys fanin fanout farmworkers featurization featurize
    featurizer feedback feedforward feedthrough fewshot filebase filehandle filehandles
    fileinput filename filenames fileno fileobject filepath filepaths filesystem filesystems
    filterbank filterbanks findall finetune finetuned finetunes finetuning fintech firetruck
    firewall firmware firstorder fixpoint flamegraph flashattention flatline flatmate flatmates
    floorplan floorplans flowchart flowcharts flowfield flyaway fontsize foodservice footgun
    footguns footprint forall foreach foreground forkserver forloop foundational fourier
    framebuffer framerate framerates frameshift framesize framewise freelancer freespace
    frobenius frombuffer fromfile fromfunction fromlist fromstring frontend frontends frontier
    frontmatter fullscreen functools functor functors fundraise fusedadam gameplay gammatone
    gatekeeping gaussian gaussians geospatial getattr getitem getpass getset getter getters
    gettext github gitlab goalkeeping goalscoring gradcheck gradient gradients grammarly
    granularity graphviz grayscale greenlet greenlets greyscale gridlines gridsearch groundtruth
    groupby groupname groupnorm groupthink groupwise guardrail guardrails hackathon handbrake
    handcraft handcrafted handedness handheld handwritten hardcode hardcoded hardcoding hardlink
    hardlinked hardlinks hardwired hasattr hashmap hashtable hashtag hashtags hasnext headcount
    headhunting headlamp headless headpiece headshot headshots headspace headteacher
    headteachers healthcheck heapq heatmap heatmaps heatwave heatwaves hedging heldout helpdesk
    hereunder hessenberg hessian heteroscedastic heuristic heuristics hexdigest hexdigits
    hexstring highlevel hillshade hinton histogram holdfast holdout homebrew homebuilding
    homebuyers homecare homemaking homeownership homeschool homescreen homestay homologs
    homopolymer homoscedastic hostname hostnames hotfix hotfixes hotkey hotkeys hotspot hotspots
    hotstart hotswap hotswapping hotword hotwords howto hsigmoid huggingface hyperlink
    hypernetwork hypernetworks hyperparam hyperparameter hyperparameters hyperparams hyperplane
    hyperplanes hyperspectral hypersphere hypervisor idempotent imagenet imageset imbalance
    imbalanced implementer importlib inbound incontext indegree inductive inferencing
    infographic infographics inlier inliers inline inlined inlining inpaint inpainted inpainting
    inplace inputs insofar instanceof instantiate instruct interactive intercept interconnects
    interop interpretability interpretable invariance invertible isclose iscomplex isdecimal
    isdigit isfinite isin isinstance islower isnan isnone isnot isnull isotone isreal isspace
    issubclass isupper iteratively itertools jacobian jailbreak jailbreaking jailbreaks joblib
    jobseekers jobsite jumpstart keepalive keepdims kernelized keyframe keyframes keylogger
    keymap keynote keypair keyphrase keyphrases keypoint keypoints keyspace keystroke keystrokes
    keyword keywords kingmaker knockout kwargs lagrange lagrangian lakefront landfill landmine
    landmines landowning laplacian largescale lasso lastname latency latents lattice layernorm
    layernorms layerwise leaderboard leaderboards leakage learnability learnable learnt leftmost
    lemmatization lemmatize lemmatizer leveraged lifecycle lifecycles lifelong lightgbm
    lightweight likeminded linebreak linebreaks linecolor lineno linesearch linespace linestyle
    linestyles linewidth linewidths linkedin linspace linter linters linting linux livelock
    livestream livewire localhost localhosts lockscreen loglikelihood lognormal lognormally
    loguniform longform longformer longshot longtail longterm lookahead lookaheads lookaround
    lookbehind lookfor lookup lookups loopback loopholes lossless lossy lowerbound lowercase
    lowercased lowercasing lowerlimit lowlevel lowpass lowrank machinelearning macroblock
    mainlobe mainloop mainthread malformed malloc manpage manylinux mapreduce marginalize
    markdown markerless markov markup masklet masklets matmul matplotlib maxdepth maxlength
    maxpool maxpooling maxsplit maxterm maxterms meanfield meanpool meanshift memcached
    memoization memoize memoized memoryless memoryview mergesort metaclass metaclasses metadata
    metalearning metamodel metaprogramming metric microbatch microbatches microservice
    microservices middleware middlewares midlevel midpoint midpoints midrange midsection
    milestone mindblowing minibatch minibatches minimax minimizer minlength minmax minpack
    minpoly minterm minterms miscalibrated misclassification misclassified misspecified mixin
    mixins mlops modality modularize monkeypatch moonrise motorhome mousemove mousewheel
    mouthguard moveaxis multicast multiclass multicore multihead multihop multilabel multilayer
    multilingual multimodal multimodality multinode multinomial multipart multiprocess
    multiprocessing multiscale multitask multithread multithreaded multithreading multiturn
    multivariate multiview mutex namedtuple namedtuples nameplate nameserver namespace
    namespaces nanotube narrowband nearshore nesterov newline newlines newsfeed newsmakers
    newswire nextline ngram ngrams nocache nodegroup nodelay noexcept nondeterministic nonlinear
    nonlinearities nonlinearity nonnegative nonparametric nonstationary nonzero noreturn
    normalizer notebook notebooks notin nullable numexpr numpy objectness observability onehot
    oneof oneshot onestep onlooker onnx onside opcode opcodes openai openmp opensearch
    opensource opentelemetry optimise optimiser optimisers optimizer optimizers orderby
    orderless orelse orthonormal ourself outdegree outerjoin outerwear outlier outliers outpaint
    outpainting outperform outperformed outperforming outperforms overfit overfits overfitted
    overfitting overflows overhead overlay overparameterization overparameterized oversample
    oversampled oversampling overwrite pagerank pairwise pandas panoptic paperwhite parallelism
    parameterization parameterize parameterized parametric paraphrase paraphrasing parsable
    passband passcode passphrase passthrough passthru pathlib pathname pathnames payload
    payloads payouts paywall paywalls peacebuilding peacekeeper percentile perceptron
    perceptrons perplexity pickleable pinpoint pipeline pipelined pipelines pipelining pixelwise
    placeholder placeholders plaintext playbook playbooks playmaking playtest plugin plugins
    pointcloud pointclouds pointwise policymaker policymakers policymaking polylines pooler
    poptorch popup popups positionwise postfilter postfix postprocess postprocessed
    postprocessing posttraining powerplay powerset precompute precomputed precondition
    preconditioned preconditioner preconditioning prefetch prefetched prefetching prefill
    preprint preprints preprocess preprocessed preprocessing preprocessor pretext pretokenize
    pretrain pretrained pretraining prettyprint prettyprinter primefactors probabilistic
    promptable prompted proofread provably pseudocode pseudolabel pseudolabels pubsub pushdown
    pypi pytest pytorch quantile quantiles quantization quantize quantized quantizer quantizing
    queryset querystring quicksort quickstart radiobutton radiobuttons radiograph radiographic
    radiographs radiosurgery ramdisk randint randomize randomness rankdata ranksums readahead
    readline readlines readme readonly realtime rearguard rearview rebase rebased receptive
    recomputation recompute recordkeeping recurrent redacted redaction redactions redshift
    reduceat refactor refactored refactoring refcount refcounted refcounting refcounts reflow
    regex regexes regexp regressor regressors regularise regularization regularize regularized
    regularizer regularizers reinitialize relativedelta relighting reparameterization
    reparameterize reparameterized reparametrization reproducibility reranker rerankers
    reranking resample resampled resampler resampling resblock resblocks resnet resnets retrain
    retrained retraining returncode reweight reweighted reweighting ridgeless ringtone ringtones
    roadblock roadmap roadmaps robustness roleplay rollaxis rollback rollout rollouts rootdir
    rootless roundoff roundrobin roundtrip roundtrips rowcount rowspace rulebased rulemaking
    runbook runbooks runtime runtimes salesforce saliency samplerate samplewise sandbox
    sandboxed sandboxing scalability scatterplot scatterplots schedulefree schoolkids scikit
    scipy scoreboards scoresheet screencast screencasts screenreader screenreaders screenshot
    screenshots screenwriting seaborn searchsorted seatbelt seatbelts sed seealso seedpoint
    segfault segmentations selfattention semisupervised sendmail sentencepiece sentinel seqlen
    serialise serializable serializer serverless setattr setdefault setitem setpoint setpoints
    setstate setter setters setup setups shapelet shapelets shapely shapeshift shellcode
    shortcode shortcut shortcuts shorthand shortlist shortlisted shortlived shortterm showcase
    showcased showcases sidebar sidebars sidechain sidechains sidelobe sidelobes sidenote
    sigmoid signoff silhouette silkscreen singlehead singleton singlets sinkhorn skincare
    skipgram skiplist skydome skyline sleepovers slideshow slowdown slowdowns smalltalk
    smartwatch smartwatches smokescreen smoothing snakeskin snapshot snapshots snapshotting
    socketserver softcap softcover softmax softmaxes softplus sortby soundcloud soundscape
    soundscapes soundwave sourcecode spacetime spacy sparsify speakerphone spectrogram
    spectrograms speechwriter spellcaster spellcheck spellchecker splitext spreadsheet
    spreadsheets spymaster squareform stablediffusion stackoverflow stacktrace stacktraces
    stakeholder stakeholders standalone startswith startup stateful stateless stateoftheart
    statespace staticmethod staticmethods statsmodels stderr stdin stdout steelworkers stepsize
    stepwise stopband stopword stopwords stormwater storyboard straightforward streetwear
    strikethrough styleguide stylesheet stylesheets subclassing subfolder subgradient submodule
    suboptimal subreddit subreddits subsample subsampled subsampling subspace subtask subtree
    subword subwords sunburst superpixel superpixels superresolution supervision symlink
    symlinked symlinks sympy sysadmin tabwidth takeaway takeaways tarball tarballs taskbar
    tastemakers taxpaying teardown teardowns telehealth tensorboard tensorflow termcolor
    terminfo testbed testbeds testcase testcases testdata testset testsuite textarea textbox
    textboxes textline textual textview textwrap thinktank threadlocal threadpool threadsafe
    thresholded thresholding throughput throughputs throwaway thumbprint thumbprints
    ticketmaster timebomb timedelta timeframe timeframes timeline timelines timeout timeouts
    timeseries timesheet timesheets timeslot timeslots timestamp timestamped timestamps timestep
    timesteps timezone timezones timsort titlecase tobytes tofile tokenization tokenize
    tokenized tokenizer tokenizers tokenizing tolist toolbar toolbox toolboxes toolchain
    toolchains toolkit toolkits tooltip tooltips topdown topk toplevel topology topspin
    torchaudio torchrun torchscript torchtext torchvision tostring touchpoint touchpoints
    touchscreen tracebacks tracksuit tracksuits tradecraft tradeoff tradeoffs trainable trainset
    trajectory transformer transformers transpose treebank treebanks treemap treeview treewidth
    tridiagonal trigram trigrams tripadvisor truecolor truelove truncated trustregion truststore
    truthy tuple tuples turnaround turnkey typeahead typecast typecheck typechecked typechecker
    typechecking typedef typeguard typehint typehints typesafe typeset typesetting typeshed
    unboundedness uncased uncertainties uncheck underfit underfitting underflow undersample
    undersampling unicode unigram unigrams unimodal unittest unittesting unittests unpickle
    unsupervised upcast upcasted upcasting uplink uploader upperbound uppercase uppercased
    uppercasing upsample upsampled upsampling upscale upscaled upscaler upscaling upstream
    uptime upvote upvoted upvotes urllib urlopen usecase usecases userdata userfriendly userinfo
    userland username usernames userspace utterance validator variational vectorcall vectorize
    vectorized vectorizer verbose versionadded versionchanged videoconference viewport viewports
    violinplot virtualenv visionlanguage vocab voicemail voicemails voiceover voxel voxels
    waitlist walkabout walkthrough walkthroughs wargame wargaming warmstart warmup warmups
    waterborne waveform waveforms waveguide waveguides wavelet wavelets wavenumber wavenumbers
    weakref weakrefs weaksupervision webapp webapps webassembly webcam webhook webhooks webinar
    webinars webpage webpages webserver websocket websockets webui weekday weekdays weeklong
    weibull weightdecay wellformed whitebox whitelist whitelisted whitening whitepaper
    whitespace whitespaces wholegrain wideband widescreen wikidata wildcard wildcards windspeed
    winemaker winemakers wireframe wireframes withdrawal wordcount wordlist wordlists wordnet
    wordpiece wordpieces workaround workarounds workflow workflows workgroup workgroups workload
    workloads workmates workpiece workpieces workrate worksheet worksheets workspace workspaces
    workstation workstations workwear wouldbe wraparound writeback writeup xarray yearlong
    zerocopy zeroshot zipfile zipimport zoneinfo
    """
)
