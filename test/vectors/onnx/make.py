"""Makes the models and expectations of this folder: python make.py FOLDER

Needs scikit-learn, skl2onnx, xgboost, onnxmltools, onnxruntime, pandas; expected.json names the versions used.
"""
import json, os, sys
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import StandardScaler, OneHotEncoder
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType, DoubleTensorType
import pandas as pd, onnxruntime as ort
out=sys.argv[1]; os.makedirs(out, exist_ok=True)
rng=np.random.default_rng(7)
n=300
X=pd.DataFrame({'age':rng.normal(45,12,n).round(1),'tenure':rng.gamma(2,8,n).round(2),'spend':rng.normal(60,20,n).round(2)})
plan=rng.choice(['basic','pro','team'],n)
z=(X.age-45)/12-(X.tenure-16)/10+np.where(plan=='pro',1.2,0)+rng.normal(0,.7,n)
y=np.where(z>0.3,'yes','no')
num=X.to_numpy(np.float32)
rows=num[:6]
cases=[]
def case(name, model, feats, feeds, labels, probs, classes):
    open(f'{out}/{name}.onnx','wb').write(model)
    cases.append(dict(name=name, file=f'{name}.onnx', features=feats, rows=feeds, labels=[str(l) for l in labels], probabilities=np.asarray(probs,float).tolist(), classes=[str(c) for c in classes]))
feats=[dict(name=c,type='double') for c in X.columns]
R=[[float(v) for v in r] for r in X.iloc[:6].to_numpy()]
def run(b, feed, names=None):
    s=ort.InferenceSession(b); return s.run(names, feed)
# 1 sklearn pipeline LR, one [N,F] input, zipmap False, string labels
lr=make_pipeline(StandardScaler(),LogisticRegression()).fit(num,y)
m=to_onnx(lr,num[:1],options={'zipmap':False}).SerializeToString()
l,p=run(m,{'X':rows}); case('logistic-matrix',m,feats,R,l,p,lr.classes_)
assert np.allclose(p, lr.predict_proba(rows), atol=1e-6)
# 2 ZipMap default
m=to_onnx(lr,num[:1]).SerializeToString()
case('logistic-zipmap',m,feats,R,lr.predict(rows),lr.predict_proba(rows),lr.classes_)
# 3 columns, mixed [N,1] inputs (usual sklearn ColumnTransformer export)
D=X.assign(plan=plan)
ct=make_pipeline(ColumnTransformer([('n',StandardScaler(),['age','tenure','spend']),('c',OneHotEncoder(handle_unknown='ignore'),['plan'])]),LogisticRegression()).fit(D,y)
init=[(c,FloatTensorType([None,1])) for c in X.columns]+[('plan',StringTensorType([None,1]))]
m=to_onnx(ct,initial_types=init,options={'zipmap':False}).SerializeToString()
feed={c:D[[c]].iloc[:6].to_numpy(np.float32) for c in X.columns}; feed['plan']=D[['plan']].iloc[:6].to_numpy()
l,p=run(m,feed)
case('logistic-columns',m,feats+[dict(name='plan',type='string')],[r+[str(q)] for r,q in zip(R,plan[:6])],l,p,ct.classes_)
# 4 three classes, integer labels, forest
y3=np.digitize(z,[-.5,.7])
rf=RandomForestClassifier(5,max_depth=3,random_state=0).fit(num,y3)
m=to_onnx(rf,num[:1],options={'zipmap':False}).SerializeToString()
l,p=run(m,{'X':rows}); case('forest-three',m,feats,R,l,p,rf.classes_)
# 5 XGBoost
from xgboost import XGBClassifier
from onnxmltools import convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as F2
xg=XGBClassifier(n_estimators=8,max_depth=3).fit(num,(y=='yes').astype(int))
m=convert_xgboost(xg,initial_types=[('input',F2([None,3]))],target_opset=15).SerializeToString()
l,p=run(m,{'input':rows}); 
assert np.allclose(p, xg.predict_proba(rows), atol=1e-5)
case('xgboost',m,feats,R,l,p,xg.classes_)
# What the flows serve: yes where x > 0, and its opposite.
W=rng.normal(size=(600,2)).astype(np.float32)
for name,truth in [('line',W[:,0]>0),('line-turned',W[:,0]<=0)]:
    model=LogisticRegression(C=100).fit(W,np.where(truth,'yes','no'))
    open(f'{out}/{name}.onnx','wb').write(to_onnx(model,W[:1],options={'zipmap':False}).SerializeToString())
import sklearn, skl2onnx, xgboost, onnxmltools
json.dump(dict(made_with=dict(sklearn=sklearn.__version__,skl2onnx=skl2onnx.__version__,xgboost=xgboost.__version__,onnxmltools=onnxmltools.__version__,onnxruntime=ort.__version__),cases=cases),open(f'{out}/expected.json','w'),indent=1)
for c in cases: print(c['name'],os.path.getsize(f"{out}/{c['file']}"))
